"""A client of this style, from its README, by direct reply-to. Arguments: address, text. Prints the reply as JSON."""

import json
import sys

import pika
import pika.exceptions

address, text = sys.argv[1:]
connection = pika.BlockingConnection(pika.URLParameters(address))
channel = connection.channel()


def replied(_channel, _method, properties, body):
    print(
        json.dumps(
            {
                "number": properties.correlation_id,
                "type": properties.type,
                "headers": properties.headers,
                "body": body.decode(),
            }
        )
    )
    connection.close()


channel.basic_consume("amq.rabbitmq.reply-to", replied, auto_ack=True)
properties = pika.BasicProperties(
    message_id="python-1",
    type="text",
    content_type="application/octet-stream",
    reply_to="amq.rabbitmq.reply-to",
    correlation_id="7",
    expiration="5000",
    headers={"parley-sender": "python", "parley-seq": "1"},
)
channel.basic_publish("", "parley.rpc.requests", text.encode(), properties)
try:
    channel.start_consuming()
except pika.exceptions.ConnectionClosed:
    pass
