/** What the command line understands. */
export const USAGE = `Usage: npx nx bench bench [--quick | --full] [--rounds N] [--only NAME,…] [--profile] [--out FOLDER | --save]
       npx nx bench bench --args=--help

  --quick        few readings and rounds, under three minutes once everything is fetched (default)
  --full         a million readings, more rounds, and how the pipeline grows; hours
  --rounds N     how often each is measured; the medians count
  --only NAME,…  only these stages or contenders
  --profile      also where the time of the consumer and the producer goes, at full speed
  --out FOLDER   where RESULTS.md, results.json and results.svg are written (default dist/bench)
  --save         writes them to apps/bench, to be committed`;
