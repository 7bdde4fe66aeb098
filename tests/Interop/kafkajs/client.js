// Every script: node script.js host:port[,host:port…] arguments…
const { Kafka, logLevel } = require('kafkajs');

const [brokers, ...args] = process.argv.slice(2);
const kafka = new Kafka({ clientId: 'interop', brokers: brokers.split(','), logLevel: logLevel.ERROR });

// Connects what is given (an admin or a producer), works with it, and disconnects it again.
exports.run = async (make, work) => {
  const connected = make(kafka);
  try {
    await connected.connect();
    await work(connected, ...args);
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  } finally {
    await connected.disconnect();
  }
};

exports.kafka = kafka;
exports.args = args;
