# The deck's source, in Python 3: python tasksrc.py ME ADDRESS
import pickle
import random
import sys
import zmq

context = zmq.Context()
me = str(sys.argv[1])
s = context.socket(zmq.PUSH)
s.bind(sys.argv[2])
print("bound", s.getsockopt(zmq.LAST_ENDPOINT).rstrip(b"\0").decode(), flush=True)
for i in range(100):
    workload = random.randint(1, 100)
    s.send(pickle.dumps((me, workload)))
