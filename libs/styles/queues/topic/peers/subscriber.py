"""A subscriber in Python: subscriber.py URL EXCHANGE PATTERN... prints a line for each message, its topic first."""
import sys

import pika

url, exchange, *patterns = sys.argv[1:]
channel = pika.BlockingConnection(pika.URLParameters(url)).channel()
queue = channel.queue_declare(queue="", exclusive=True).method.queue
for pattern in patterns:
    channel.queue_bind(queue=queue, exchange=exchange, routing_key=pattern)


def show(channel, method, properties, body):
    headers = properties.headers or {}
    print(method.routing_key, properties.message_id, properties.content_type, headers.get("parley-seq"), body.decode(), flush=True)
    channel.basic_ack(method.delivery_tag)


channel.basic_consume(queue=queue, on_message_callback=show)
print("ready", flush=True)
channel.start_consuming()
