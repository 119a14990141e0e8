"""Gets one message of this style and prints what the README says is in it, as JSON. Argument: address."""

import json
import sys

import pika

connection = pika.BlockingConnection(pika.URLParameters(sys.argv[1]))
channel = connection.channel()
channel.basic_qos(prefetch_count=1)
print("ready", flush=True)
for method, properties, body in channel.consume("parley.queue"):
    headers = properties.headers
    print(
        json.dumps(
            {
                "id": properties.message_id,
                "type": properties.type,
                "contentType": properties.content_type,
                "sender": headers["parley-sender"],
                "seq": headers["parley-seq"],
                "colour": headers["colour"],
                "persistent": properties.delivery_mode == 2,
                "body": body.decode(),
            }
        )
    )
    channel.basic_ack(method.delivery_tag)
    break
connection.close()
