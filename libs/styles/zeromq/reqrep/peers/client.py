# The deck's requester, in Python 3: python client.py ADDRESS
import sys
import zmq

context = zmq.Context()
s = context.socket(zmq.REQ)
s.connect(sys.argv[1])
s.send(b"Hello World")
message = s.recv()
s.send(b"STOP")
print(message.decode(), flush=True)
