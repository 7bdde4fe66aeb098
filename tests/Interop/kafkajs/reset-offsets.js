// reset-offsets.js brokers group topic: back to the earliest offsets; the group must be empty.
require('./client').run(kafka => kafka.admin(), async (admin, groupId, topic) => {
  await admin.resetOffsets({ groupId, topic, earliest: true });
});
