/** Where kafkajs finds, by its version, how a request is encoded and its response decoded. */
export interface ProtocolVersions<Arguments, Exchange> {
  protocol: (choice: { readonly version: number }) => (args: Arguments) => Exchange;
}

/** The exchanges of kafkajs, those of the known versions changed. */
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
