"""A publisher in Python: publisher.py URL EXCHANGE TOPIC BODY... ends when the broker has confirmed them all."""
import sys

import pika

url, exchange, topic, *bodies = sys.argv[1:]
connection = pika.BlockingConnection(pika.URLParameters(url))
channel = connection.channel()
channel.confirm_delivery()
for number, body in enumerate(bodies, start=1):
    properties = pika.BasicProperties(
        message_id=f"python-{number}",
        type=topic,
        content_type="application/json",
        delivery_mode=2,
        headers={"parley-sender": "python", "parley-seq": number, "colour": "grün"},
    )
    channel.basic_publish(exchange, topic, body.encode(), properties, mandatory=True)
connection.close()
