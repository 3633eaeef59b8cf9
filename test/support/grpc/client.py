# The gRPC client of the tests in Python. It reads one command a line and answers each with one line, as
# client-process.ts says.
import json
import sys
import threading
import time

import grpc
import grpc.experimental

channels = {}
writing = threading.Lock()
stopped = threading.Event()


def channel_of(target):
    if target not in channels:
        credentials = grpc.xds_channel_credentials(grpc.experimental.insecure_channel_credentials())
        channels[target] = grpc.secure_channel(target, credentials)
    return channels[target]


# google.protobuf.StringValue: field 1, a string; of the tests' texts none is longer than 127 bytes.
def encode(text):
    said = text.encode()
    return bytes([10, len(said)]) + said


def decode(message):
    return message[2:].decode()


def code_name(code):
    """DEADLINE_EXCEEDED as DeadlineExceeded, which is how Go says it."""
    return "".join(word.capitalize() for word in code.name.split("_"))


def run(command, stop):
    say = channel_of(command["target"]).unary_unary("/meshwright.test.Echo/Say", encode, decode)
    result = {"id": command["id"], "answers": {}, "errors": {}, "details": []}
    counting = threading.Lock()
    left = [command["count"] or float("inf")]

    def take():
        with counting:
            left[0] -= 1
            return left[0] >= 0 and not stop.is_set()

    def work():
        while take():
            try:
                said = say(
                    command["text"],
                    timeout=command["timeoutMs"] / 1000,
                    metadata=list(command["metadata"].items()),
                )
                with counting:
                    result["answers"][said] = result["answers"].get(said, 0) + 1
            except grpc.RpcError as error:
                with counting:
                    code = code_name(error.code())
                    result["errors"][code] = result["errors"].get(code, 0) + 1
                    if len(result["details"]) < 3:
                        result["details"].append(error.details())
            if command["gapMs"] > 0:
                time.sleep(command["gapMs"] / 1000)

    workers = [threading.Thread(target=work) for _ in range(command["inFlight"])]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with writing:
        print(json.dumps(result), flush=True)


for line in sys.stdin:
    asked = json.loads(line)
    if asked["op"] == "stop":
        stopped.set()
        stopped = threading.Event()
    else:
        threading.Thread(target=run, args=(asked, stopped)).start()
