// Everything that needs Envoy's API in Go: the source of the descriptors, and the reference for the field rules.
//
//	go run . dump       > all-files.binpb   the descriptors
//	go run . reference  < docs > verdicts   what Go's generated rules say; see ../fuzz.mjs
//
// Run imports.sh first; it writes the blank imports that link the API in.
package main

import (
	"fmt"
	"os"
)

func main() {
	commands := map[string]func(){"dump": dump, "reference": reference}
	if len(os.Args) != 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: dump|reference")
		os.Exit(2)
	}
	commands[os.Args[1]]()
}
