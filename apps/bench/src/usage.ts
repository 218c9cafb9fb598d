/** The help text. */
export const USAGE = `Usage: npx nx bench bench [--quick | --full] [--rounds N] [--only NAME,…] [--profile] [--out FOLDER | --save]
       npx nx bench bench --args=--help

  --quick        few readings and rounds, a few minutes after the first run (default)
  --full         a million readings, more rounds, and growth stages; hours
  --rounds N     rounds per candidate; medians are reported
  --only NAME,…  only these stages or candidates
  --profile      also CPU profiles of the consumer and the producer at full speed
  --out FOLDER   folder for RESULTS.md, results.json and results.svg (default dist/bench)
  --save         write them to apps/bench, to be committed`;
