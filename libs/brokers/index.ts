export { onActivemq } from './activemq';
export { onKafka, onKafkaSasl, openKafkaCluster } from './kafka';
export type { KafkaCluster } from './kafka';
export { onMoto } from './moto';
export type { BrokerGround } from './place';
export { onRabbitmq, onTwoRabbitmqs } from './rabbitmq';
export type { RabbitGround, RabbitProtocol, TwoRabbitmqs } from './rabbitmq';
