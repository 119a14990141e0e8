"""A server made from the .proto and README.md: python server.py PROTO_FOLDER; prints its port. For each line on
stdin it calls the next caller back, twice, and prints whether each was awaited. Ends when stdin ends."""
import queue
import sys
from concurrent import futures
import grpc

sys.path.insert(0, sys.argv[1])
protos, services = grpc.protos_and_services("parley/styles/v1/submissions.proto")
submitted = queue.SimpleQueue()


class Submissions(services.SubmissionsServicer):
    def Submit(self, request, context):
        submitted.put(request)
        return protos.SubmitResponse(id=request.message.id)


server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
services.add_SubmissionsServicer_to_server(Submissions(), server)
print("port", server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
for _ in sys.stdin:
    request = submitted.get()
    answer = protos.ResultRequest(id=request.message.id)
    if request.message.body:
        answer.result.CopyFrom(request.message)
        answer.result.body = request.message.body[::-1]
    else:
        answer.failure.kind, answer.failure.reason, answer.failure.message = "fatal", "empty", "no body"
    with grpc.insecure_channel(request.call_back) as channel:
        results = [services.CollectStub(channel).Result(answer, timeout=20) for _ in range(2)]
        print("awaited", [result.awaited for result in results], flush=True)
server.stop(1).wait()
