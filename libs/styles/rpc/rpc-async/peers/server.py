"""A server made from the .proto alone: python server.py PROTO_FOLDER; prints its port; for each line on
stdin it runs one call that it has, ends when stdin ends."""
import queue
import sys
from concurrent import futures
import grpc

sys.path.insert(0, sys.argv[1])
protos, services = grpc.protos_and_services("parley/styles/v1/submissions.proto")
submitted = queue.SimpleQueue()


class Submissions(services.SubmissionsServicer):
    def Submit(self, request, context):
        submitted.put(request.message)
        return protos.SubmitResponse(id=request.message.id)


server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
services.add_SubmissionsServicer_to_server(Submissions(), server)
print("port", server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
for _ in sys.stdin:
    message = submitted.get()
    print("run", message.id, len(message.body), flush=True)
server.stop(1).wait()
