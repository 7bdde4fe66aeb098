// produce-parts.js brokers topic: a record with key and headers, one without a key, one without a value.
require('./client').run(kafka => kafka.producer(), async (producer, topic) => {
  const [sent] = await producer.send({
    topic,
    acks: -1,
    messages: [
      { key: 'key', value: 'value', headers: { one: '1', two: 'zwei' }, partition: 0 },
      { key: null, value: 'keyless', partition: 0 },
      { key: 'gone', value: null, partition: 0 },
    ],
  });
  console.log(sent.baseOffset);
});
