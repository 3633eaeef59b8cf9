// The gRPC client of the tests in Go. It reads one command a line and answers each with one line, as
// test/support/grpc/client-process.ts says.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	xdscredentials "google.golang.org/grpc/credentials/xds"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/wrapperspb"

	_ "google.golang.org/grpc/xds"
)

type command struct {
	ID        int               `json:"id"`
	Op        string            `json:"op"`
	Target    string            `json:"target"`
	Text      string            `json:"text"`
	Metadata  map[string]string `json:"metadata"`
	Count     int               `json:"count"`
	InFlight  int               `json:"inFlight"`
	TimeoutMs int               `json:"timeoutMs"`
	GapMs     int               `json:"gapMs"`
}

type answer struct {
	ID      int            `json:"id"`
	Answers map[string]int `json:"answers"`
	Errors  map[string]int `json:"errors"`
	Details []string       `json:"details"`
}

func main() {
	output := json.NewEncoder(os.Stdout)
	var writing sync.Mutex
	channels := map[string]*grpc.ClientConn{}
	stop := make(chan struct{})
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var asked command
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			panic(err)
		}
		if asked.Op == "stop" {
			close(stop)
			stop = make(chan struct{})
			continue
		}
		channel := channels[asked.Target]
		if channel == nil {
			channel = dial(asked.Target)
			channels[asked.Target] = channel
		}
		go func(stopped <-chan struct{}) {
			result := run(channel, asked, stopped)
			writing.Lock()
			defer writing.Unlock()
			if err := output.Encode(result); err != nil {
				panic(err)
			}
		}(stop)
	}
}

func dial(target string) *grpc.ClientConn {
	credentials, err := xdscredentials.NewClientCredentials(
		xdscredentials.ClientOptions{FallbackCreds: insecure.NewCredentials()})
	if err != nil {
		panic(err)
	}
	channel, err := grpc.NewClient(target, grpc.WithTransportCredentials(credentials))
	if err != nil {
		panic(err)
	}
	return channel
}

// run makes calls until there were enough, or, without a count, until it is stopped.
func run(channel *grpc.ClientConn, asked command, stopped <-chan struct{}) answer {
	result := answer{ID: asked.ID, Answers: map[string]int{}, Errors: map[string]int{}, Details: []string{}}
	var counting sync.Mutex
	left := asked.Count
	take := func() bool {
		select {
		case <-stopped:
			return false
		default:
		}
		counting.Lock()
		defer counting.Unlock()
		left--
		return asked.Count == 0 || left >= 0
	}
	var workers sync.WaitGroup
	for range asked.InFlight {
		workers.Go(func() {
			for take() {
				text, err := call(channel, asked)
				counting.Lock()
				if err == nil {
					result.Answers[text]++
				} else {
					result.Errors[status.Code(err).String()]++
					if len(result.Details) < 3 {
						result.Details = append(result.Details, err.Error())
					}
				}
				counting.Unlock()
				time.Sleep(time.Duration(asked.GapMs) * time.Millisecond)
			}
		})
	}
	workers.Wait()
	return result
}

func call(channel *grpc.ClientConn, asked command) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Duration(asked.TimeoutMs)*time.Millisecond)
	defer cancel()
	ctx = metadata.NewOutgoingContext(ctx, metadata.New(asked.Metadata))
	said := &wrapperspb.StringValue{}
	err := channel.Invoke(ctx, "/meshwright.test.Echo/Say", wrapperspb.String(asked.Text), said)
	return said.GetValue(), err
}
