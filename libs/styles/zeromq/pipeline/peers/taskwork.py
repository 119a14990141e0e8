# The deck's worker, in Python 3: python taskwork.py ME ADDRESS1 ADDRESS2 [SECONDS A UNIT]
import pickle
import sys
import time
import zmq

context = zmq.Context()
me = str(sys.argv[1])
r = context.socket(zmq.PULL)
r.connect(sys.argv[2])
r.connect(sys.argv[3])
unit = float(sys.argv[4]) if len(sys.argv) > 4 else 0.01
while True:
    work = pickle.loads(r.recv())
    time.sleep(work[1] * unit)
    print(work[0], work[1], flush=True)
