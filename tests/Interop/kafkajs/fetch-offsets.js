// fetch-offsets.js brokers topic
require('./client').run(kafka => kafka.admin(), async (admin, topic) => {
  for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
    console.log(`${partition} ${low} ${high}`);
  }
});
