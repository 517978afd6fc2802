// Command sbom writes the bill of materials of a Go program as CycloneDX JSON: the modules that it was linked from, as
// the program itself tells them. The same program always gives the same document.
//
// It stands on the standard library alone, so that a release needs no further tool.
package main

import (
	"debug/buildinfo"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
)

func main() {
	version := flag.String("version", "", "`version` of the program")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: sbom -version VERSION PROGRAM DOCUMENT")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 2 || *version == "" {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*version, flag.Arg(0), flag.Arg(1)); err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

func run(version, program, document string) error {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(describe(info, version), "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(document, append(text, '\n'), 0o644) //nolint:gosec // It is published.
}

// bill is the part of a CycloneDX 1.6 document that is used here.
type bill struct {
	Schema     string      `json:"$schema"`
	Format     string      `json:"bomFormat"`
	Spec       string      `json:"specVersion"`
	Version    int         `json:"version"`
	Metadata   metadata    `json:"metadata"`
	Components []component `json:"components"`
}

type metadata struct {
	Component component `json:"component"`
}

type component struct {
	Type    string `json:"type"`
	Ref     string `json:"bom-ref"`
	Name    string `json:"name"`
	Version string `json:"version"`
	URL     string `json:"purl"`
}

func describe(info *buildinfo.BuildInfo, version string) bill {
	b := bill{
		Schema: "http://cyclonedx.org/schema/bom-1.6.schema.json", Format: "CycloneDX", Spec: "1.6", Version: 1,
		Metadata: metadata{Component: program(info, version)},
		// Its vulnerabilities are the program's as well.
		Components: []component{library("std", strings.TrimPrefix(info.GoVersion, "go"))},
	}
	for _, dependency := range info.Deps {
		if dependency.Replace != nil {
			dependency = dependency.Replace
		}
		b.Components = append(b.Components, library(dependency.Path, dependency.Version))
	}
	return b
}

func program(info *buildinfo.BuildInfo, version string) component {
	url := "pkg:golang/" + info.Main.Path + "@v" + version
	if folder, found := strings.CutPrefix(info.Path, info.Main.Path+"/"); found {
		url += "#" + folder
	}
	return component{Type: "application", Ref: url, Name: info.Path, Version: version, URL: url}
}

func library(path, version string) component {
	url := "pkg:golang/" + path + "@" + version
	return component{Type: "library", Ref: url, Name: path, Version: version, URL: url}
}
