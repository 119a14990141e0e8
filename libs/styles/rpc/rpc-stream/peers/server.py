"""A server of the three kinds of streams, made from the .proto alone: python server.py PROTO_FOLDER; prints its port,
refuses a request without a body, ends when stdin ends."""
import sys
from concurrent import futures
import grpc

sys.path.insert(0, sys.argv[1])
protos, services = grpc.protos_and_services("parley/styles/v1/streams.proto")


class Streams(services.StreamsServicer):
    def Upload(self, requests, context):
        for processed, request in enumerate(requests, 1):
            print("notice", request.message.id, flush=True)
            if request.last:
                return protos.UploadResponse(processed=processed)
        context.abort(grpc.StatusCode.ABORTED, "the stream ended without its last")

    def Feed(self, request, context):
        first = getattr(request, "from")
        for number in range(first, first + request.count):
            yield protos.FeedResponse(number=number, body=bytes(request.size))

    def Converse(self, requests, context):
        for request in requests:
            answer = protos.ConverseResponse(id=request.message.id)
            if not request.wants_result:
                print("notice", request.message.id, flush=True)
            elif request.message.body:
                answer.result.CopyFrom(request.message)
                answer.result.body = request.message.body[::-1]
            else:
                answer.failure.kind, answer.failure.reason, answer.failure.message = "fatal", "empty", "no body"
            yield answer


server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
services.add_StreamsServicer_to_server(Streams(), server)
print("port", server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
sys.stdin.read()
server.stop(1).wait()
