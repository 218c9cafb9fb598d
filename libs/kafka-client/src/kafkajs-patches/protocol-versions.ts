/** The table in which kafkajs looks up, by version, how a request is encoded and its response decoded. */
export interface ProtocolVersions<Arguments, Exchange> {
  protocol: (choice: { readonly version: number }) => (args: Arguments) => Exchange;
}

/** Returns a lookup in which the exchanges of the known versions are replaced. */
export function patchExchanges<Arguments, Exchange>(
  { protocol }: Readonly<ProtocolVersions<Arguments, Exchange>>,
  isKnown: (version: number) => boolean,
  change: (exchange: Exchange, args: Arguments) => Exchange,
): ProtocolVersions<Arguments, Exchange>['protocol'] {
  return (choice) => {
    const exchangeOf = protocol(choice);
    return isKnown(choice.version) ? (args) => change(exchangeOf(args), args) : exchangeOf;
  };
}
