// Command terraform-provider-yccall serves the Terraform and OpenTofu provider for predictive
// outbound-call campaigns on the Yccall platform.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/yccall/terraform-provider-yccall/internal/provider"
)

// Set by the linker when a release is built.
var (
	version = "dev"
	commit  = "none"
)

func main() {
	debug := flag.Bool("debug", false, "wait for a debugger and print how to attach Terraform to this process")
	showVersion := flag.Bool("version", false, "print version and commit, and exit")
	flag.Parse()
	if *showVersion {
		fmt.Printf("terraform-provider-yccall %s (%s)\n", version, commit)
		return
	}

	// The commit goes into the User-Agent as well, so that the platform's log tells which code made a call.
	err := providerserver.Serve(context.Background(), provider.New(version+"+"+commit), providerserver.ServeOpts{
		Address:         "registry.terraform.io/yccall/yccall",
		Debug:           *debug,
		ProtocolVersion: 6,
	})
	if err != nil {
		log.Fatal(err)
	}
}
