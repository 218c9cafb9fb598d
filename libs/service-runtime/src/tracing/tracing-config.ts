import {
  IsNumber,
  IsOptional,
  IsString,
  IsUrl,
  Max,
  Min,
  MinLength,
  Validate,
  ValidatorConstraint,
} from 'class-validator';
import { FromEnv } from '../settings/setting.ts';
import { parseHeaderList } from './header-list.ts';

@ValidatorConstraint({ name: 'isHeaderList' })
class IsHeaderList {
  validate(value: unknown): boolean {
    return typeof value === 'string' && parseHeaderList(value) !== undefined;
  }
}

/** The destination of traces. The variables are OpenTelemetry's; each app has another service name. */
export class TracingConfig {
  @FromEnv({
    env: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    description: 'OTLP/HTTP endpoint for traces, without /v1/traces; without it, no traces are sent',
    allowed: 'an address that begins with http:// or https://, such as http://127.0.0.1:4318',
  })
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  endpoint?: string;

  @FromEnv({
    env: 'OTEL_EXPORTER_OTLP_HEADERS',
    description: 'headers of the requests to that endpoint',
    allowed: 'name=value, or several separated by commas; in values %2C is a comma',
    secret: true,
  })
  @IsOptional()
  @Validate(IsHeaderList)
  headers?: string;

  @FromEnv({ env: 'OTEL_SERVICE_NAME', description: 'service name in traces', allowed: 'any text' })
  @IsString()
  @MinLength(1)
  serviceName = 'weather-pipeline';

  @FromEnv({
    env: 'OTEL_TRACES_SAMPLER_ARG',
    type: 'number',
    description: 'share of traces that are recorded',
    allowed: 'a number from 0 to 1',
  })
  @IsNumber()
  @Min(0)
  @Max(1)
  sampledShare = 1;
}
