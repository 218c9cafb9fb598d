import { formatLocalTime } from '../format/time.ts';

/** An instant, epoch ms, in the viewer's time; the instant in UTC is in its attribute and shown on hover. */
export function Timestamp({ at }: { readonly at: number }) {
  const utc = new Date(at).toISOString();
  return (
    <time dateTime={utc} title={`${utc} (UTC)`}>
      {formatLocalTime(at)}
    </time>
  );
}
