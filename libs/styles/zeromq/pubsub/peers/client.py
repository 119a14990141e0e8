# The deck's subscriber, in Python 3: python client.py ADDRESS
import sys
import zmq

context = zmq.Context()
s = context.socket(zmq.SUB)
s.connect(sys.argv[1])
s.setsockopt(zmq.SUBSCRIBE, b"TIME")
for i in range(5):
    time = s.recv()
    if s.getsockopt(zmq.RCVMORE):
        sys.exit("more than one frame")
    print(time.decode(), flush=True)
