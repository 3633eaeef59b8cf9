package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// document is one line of input.
type document struct {
	Type string          `json:"type"`
	JSON json.RawMessage `json:"json"`
}

// reference answers each document on standard input with one line: "ok", "form: ..." when protojson refuses it,
// or "rules: ..." when the validation that protoc-gen-validate generated does.
func reference() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	decoder := json.NewDecoder(in)
	for decoder.More() {
		var doc document
		if err := decoder.Decode(&doc); err != nil {
			panic(err)
		}
		fmt.Fprintln(out, strings.ReplaceAll(judge(doc), "\n", " "))
	}
}

func judge(doc document) string {
	kind, err := protoregistry.GlobalTypes.FindMessageByName(protoreflect.FullName(doc.Type))
	if err != nil {
		return "form: " + err.Error()
	}
	message := kind.New().Interface()
	if err := protojson.Unmarshal(doc.JSON, message); err != nil {
		return "form: " + err.Error()
	}
	if validated, ok := message.(interface{ ValidateAll() error }); ok {
		if err := validated.ValidateAll(); err != nil {
			return "rules: " + err.Error()
		}
	}
	return "ok"
}
