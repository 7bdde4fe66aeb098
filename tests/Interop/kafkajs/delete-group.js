// delete-group.js brokers group: says what is left of the groups.
require('./client').run(kafka => kafka.admin(), async (admin, groupId) => {
  const [{ errorCode }] = await admin.deleteGroups([groupId]).catch(error => error.groups);
  const { groups } = await admin.listGroups();
  console.log(`${errorCode} ${groups.some(group => group.groupId === groupId)}`);
});
