"""A STOMP client by stomp.py, written from README.md: `send` or `receive`, PORT, VHOST; one message."""
import json
import sys
import threading
import stomp

what, port, vhost = sys.argv[1:]
destination = '/queue/parley.stomp'
done = threading.Event()


class Listener(stomp.ConnectionListener):
    def on_message(self, frame):
        names = ('amqp-message-id', 'type', 'content-type', 'parley-sender', 'parley-seq', 'colour')
        headers = {name: frame.headers.get(name) for name in names}
        print('got ' + json.dumps({'headers': headers, 'body': frame.body}), flush=True)
        connection.ack(frame.headers['ack'])
        done.set()

    def on_receipt(self, frame):
        done.set()

    def on_error(self, frame):
        sys.exit(f'error {frame.body}')


connection = stomp.Connection12([('127.0.0.1', int(port))], vhost=vhost)
connection.set_listener('', Listener())
connection.connect('guest', 'guest', wait=True)
if what == 'send':
    headers = {'amqp-message-id': 'p-1', 'type': 'notice', 'parley-sender': 'python', 'parley-seq': '1',
               'colour': 'żółty', 'path': 'a:b\\n', 'persistent': 'true', 'receipt': 'r'}
    connection.send(destination, '{"sku":"85123A"}', content_type='application/json', headers=headers)
else:
    connection.subscribe(destination, id='1', ack='client-individual')
print('ready', flush=True)
if not done.wait(20):
    sys.exit('nothing came')
connection.disconnect()
