"""A client made from the .proto alone, with a server of its own to be called back:
python client.py PROTO_FOLDER HOST:PORT; prints two receipts and what it is called back with."""
import queue
import sys
from concurrent import futures
import grpc

sys.path.insert(0, sys.argv[1])
protos, services = grpc.protos_and_services("parley/styles/v1/submissions.proto")
messages = grpc.protos("parley/styles/v1/message.proto")
results = queue.SimpleQueue()


class Collect(services.CollectServicer):
    def Result(self, request, context):
        results.put(request)
        return protos.ResultResponse(awaited=True)


own = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
services.add_CollectServicer_to_server(Collect(), own)
call_back = f"127.0.0.1:{own.add_insecure_port('127.0.0.1:0')}"
own.start()
with grpc.insecure_channel(sys.argv[2]) as channel:
    for seq in (1, 2):
        message = messages.Message(id=f"py-{seq}", sender="python", seq=seq, type="bytes", body=bytes([seq]))
        message.content_type = "application/octet-stream"
        request = protos.SubmitRequest(message=message, call_back=call_back)
        print("receipt", services.SubmissionsStub(channel).Submit(request, timeout=20).id, flush=True)
for _ in range(2):
    answer = results.get(timeout=20)
    print("result", answer.id, list(answer.result.body), answer.failure.kind, answer.failure.reason, flush=True)
own.stop(5).wait()
