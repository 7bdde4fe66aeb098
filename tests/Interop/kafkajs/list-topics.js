// list-topics.js brokers
require('./client').run(kafka => kafka.admin(), async admin => {
  for (const { name, partitions } of (await admin.fetchTopicMetadata()).topics) {
    console.log(`${name} ${partitions.length}`);
  }
});
