"""A server of this style, from its README: it answers with the text in capitals. Argument: address."""

import sys

import pika

connection = pika.BlockingConnection(pika.URLParameters(sys.argv[1]))
channel = connection.channel()
channel.basic_qos(prefetch_count=10)


def requested(_channel, method, properties, body):
    reply = pika.BasicProperties(
        message_id=properties.message_id + ".reply",
        type="text",
        content_type="application/octet-stream",
        correlation_id=properties.correlation_id,
        headers={"parley-sender": "python", "parley-seq": "1", "in-reply-to": properties.message_id},
    )
    channel.basic_publish("", properties.reply_to, body.upper(), reply)
    channel.basic_ack(method.delivery_tag)


channel.basic_consume("parley.rpc.requests", requested)
print("ready", flush=True)
channel.start_consuming()
