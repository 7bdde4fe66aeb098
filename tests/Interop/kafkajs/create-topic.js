// create-topic.js brokers topic partitions replicas [key=value…]
require('./client').run(kafka => kafka.admin(), async (admin, topic, partitions, replicas, ...settings) => {
  const configEntries = settings.map(setting => setting.split('=')).map(([name, value]) => ({ name, value }));
  const created = await admin.createTopics({
    waitForLeaders: true,
    topics: [{ topic, numPartitions: +partitions, replicationFactor: +replicas, configEntries }],
  });
  console.log(created);
});
