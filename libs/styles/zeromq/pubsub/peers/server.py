# The deck's publisher, in Python 3: python server.py ADDRESS [SECONDS]
import sys
import time
import zmq

context = zmq.Context()
s = context.socket(zmq.PUB)
s.bind(sys.argv[1])
print("bound", s.getsockopt(zmq.LAST_ENDPOINT).rstrip(b"\0").decode(), flush=True)
while True:
    time.sleep(float(sys.argv[2]) if len(sys.argv) > 2 else 5)
    s.send(b"TIME " + time.asctime().encode())
