package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheBillNamesTheProgramItsModulesAndTheStandardLibrary(t *testing.T) {
	t.Parallel()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	document := filepath.Join(t.TempDir(), "bill.cdx.json")
	if err := run("1.2.3", program, document); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	var b bill
	if err := json.Unmarshal(text, &b); err != nil {
		t.Fatal(err)
	}
	if b.Format != "CycloneDX" || !strings.HasSuffix(b.Metadata.Component.URL, "/tools@v1.2.3#sbom") {
		t.Errorf("got %s of %s", b.Format, b.Metadata.Component.URL)
	}
	if len(b.Components) == 0 || !strings.HasPrefix(b.Components[0].URL, "pkg:golang/std@1.") {
		t.Errorf("the standard library is missing: %v", b.Components)
	}
}

func TestWhatIsNoGoProgramHasNoBill(t *testing.T) {
	t.Parallel()
	text := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(text, []byte("not a program"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run("1.2.3", text, text+".cdx.json"); err == nil {
		t.Error("it was described")
	}
}
