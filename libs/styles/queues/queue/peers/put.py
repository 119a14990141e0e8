"""Puts one message as the README of this style says: properties and headers of AMQP, no wrapper. Arguments: address, text."""

import sys

import pika

address, text = sys.argv[1:]
connection = pika.BlockingConnection(pika.URLParameters(address))
channel = connection.channel()
channel.confirm_delivery()
properties = pika.BasicProperties(
    message_id="python-1",
    type="text",
    content_type="application/octet-stream",
    delivery_mode=2,
    headers={"parley-sender": "python", "parley-seq": "1", "colour": "blue"},
)
channel.basic_publish("", "parley.queue", text.encode(), properties, mandatory=True)
print("stored")
connection.close()
