# The deck's replier, in Python 3: python server.py ADDRESS1 ADDRESS2
import sys
import zmq

context = zmq.Context()
s = context.socket(zmq.REP)
for p in sys.argv[1:]:
    s.bind(p)
    print("bound", s.getsockopt(zmq.LAST_ENDPOINT).rstrip(b"\0").decode(), flush=True)
while True:
    message = s.recv()
    if b"STOP" not in message:
        s.send(message + b"*")
    else:
        break
print("stopped", flush=True)
