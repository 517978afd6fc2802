// Command terraform-provider-yccall serves the Terraform and OpenTofu provider for predictive
// outbound-call campaigns on the Yccall platform.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/yccall/terraform-provider-yccall/internal/provider"
	"github.com/yccall/terraform-provider-yccall/internal/version"
)

// gcPercent is by how much the heap grows before it is collected, unless GOGC says otherwise.
const gcPercent = 50

func main() {
	attach := flag.Bool("debug", false, "wait for a debugger and print how to attach Terraform to this process")
	showVersion := flag.Bool("version", false, "print version and commit, and exit")
	flag.Parse()
	build := version.Current()
	if *showVersion {
		fmt.Println("terraform-provider-yccall", build)
		return
	}

	// Most of a large heap is numbers, without pointers, so that collecting garbage often costs little. It is what keeps
	// ten lists of a million numbers, or a workbook, in half the memory.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}

	// The commit goes into the User-Agent as well, so that the platform's log tells which code made a call.
	err := providerserver.Serve(context.Background(), provider.New(build.UserAgent()), providerserver.ServeOpts{
		Address:         "registry.terraform.io/yccall/yccall",
		Debug:           *attach,
		ProtocolVersion: 6,
	})
	if err != nil {
		log.Fatal(err)
	}
}
