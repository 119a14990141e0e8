"""An MQTT 3.1.1 client by paho, written from README.md: `send` or `receive`, PORT, USER; one message, QoS 1."""
import json
import struct
import sys
import threading
import paho.mqtt.client as mqtt

what, port, user = sys.argv[1:]
done = threading.Event()


def told(client, userdata, message):
    (length,) = struct.unpack('>I', message.payload[4:8])
    head = json.loads(message.payload[8:8 + length])
    body = message.payload[8 + length:].decode()
    known = {name: head[name] for name in ('id', 'sender', 'seq', 'type', 'contentType')}
    print('got ' + json.dumps({'topic': message.topic, 'qos': message.qos, 'head': known, 'body': body}), flush=True)
    done.set()


client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=f'peer-{what}-{user}', protocol=mqtt.MQTTv311)
client.username_pw_set(user, 'guest')
client.on_message = told
client.on_subscribe = lambda *_: print('ready', flush=True)
client.connect('127.0.0.1', int(port))
client.loop_start()
if what == 'send':
    head = json.dumps({'id': 'p-1', 'sender': 'python', 'seq': 1, 'type': 'notice',
                       'contentType': 'application/json', 'headers': {'colour': 'żółty'}}).encode()
    payload = b'PY1\n' + struct.pack('>I', len(head)) + head + b'{"sku":"85123A"}'
    client.publish('parley/notices/notice', payload, qos=1).wait_for_publish(20)
else:
    client.subscribe('parley/notices/#', qos=1)
    if not done.wait(20):
        sys.exit('nothing came')
client.disconnect()
client.loop_stop()
