// describe-group.js brokers group topic: its state; a line for each member; for each partition `partition committed lag`.
const { AssignerProtocol } = require('kafkajs');

require('./client').run(kafka => kafka.admin(), async (admin, groupId, topic) => {
  const { groups: [group] } = await admin.describeGroups([groupId]);
  console.log(`${group.groupId} ${group.state} ${group.protocolType} ${group.protocol}`);
  for (const { clientId, memberAssignment } of group.members) {
    // Null while the group rebalances.
    const { assignment } = AssignerProtocol.MemberAssignment.decode(memberAssignment) || { assignment: {} };
    console.log(`${clientId} ${(assignment[topic] || []).sort().join(',')}`);
  }

  const ends = new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, +high]));
  const [{ partitions }] = await admin.fetchOffsets({ groupId, topics: [topic] });
  for (const { partition, offset } of partitions.sort((one, other) => one.partition - other.partition)) {
    console.log(`${partition} ${offset} ${ends.get(partition) - Math.max(offset, 0)}`);
  }
});
