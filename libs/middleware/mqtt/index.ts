export { openMqttPublisher } from './publisher';
export type { MqttPublisher, MqttPublisherOptions } from './publisher';
export { declareMqttSession, openMqttSubscriber } from './subscriber';
export type { MqttDelivery, MqttSubscriber, MqttSubscriberOptions } from './subscriber';
