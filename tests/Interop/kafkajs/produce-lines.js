// produce-lines.js brokers topic file acks [gzip] [idempotent]: one record for each line, all to partition 0.
const { CompressionTypes } = require('kafkajs');
const { readFileSync } = require('fs');
const { run } = require('./client');

const idempotent = process.argv.includes('idempotent');
run(kafka => kafka.producer({ idempotent, maxInFlightRequests: 1 }), async (producer, topic, file, acks, ...how) => {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  const compression = how.includes('gzip') ? CompressionTypes.GZIP : CompressionTypes.None;
  for (let start = 0; start < lines.length; start += 500) {
    const messages = lines.slice(start, start + 500).map(value => ({ value, partition: 0 }));
    await producer.send({ topic, acks: +acks, compression, messages });
  }
});
