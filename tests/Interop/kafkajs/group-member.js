// group-member.js brokers group topic: reads until it is terminated, and says of each record `partition offset value`.
const { PartitionAssigners } = require('kafkajs');
const { kafka, args } = require('./client');

const [groupId, topic] = args;

// librdkafka's name for the same, so that both agree on one: kafkajs' own is known to kafkajs only.
const roundRobin = config => ({ ...PartitionAssigners.roundRobin(config), name: 'roundrobin' });

const consumer = kafka.consumer({
  groupId,
  sessionTimeout: 6000,
  heartbeatInterval: 500,
  partitionAssigners: [roundRobin],
  retry: { retries: 50, initialRetryTime: 100, maxRetryTime: 1000 },
});

consumer.on(consumer.events.GROUP_JOIN, ({ payload }) =>
  console.error(`owned: ${(payload.memberAssignment[topic] || []).map(partition => `[${partition}]`)}`));

process.on('SIGTERM', async () => {
  await consumer.disconnect();
  process.exit(0);
});

(async () => {
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    autoCommitInterval: 500,
    eachMessage: async ({ partition, message }) => console.log(`${partition} ${message.offset} ${message.value}`),
  });
})().catch(error => {
  console.error(error);
  process.exit(1);
});
