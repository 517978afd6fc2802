package main

import (
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCatalogueComesFromFlagsAndAFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "catalogue.json")
	if err := os.WriteFile(path, []byte(`{"extension_groups":[{"name":"from-file"}],"caller_numbers":[]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	s := begin(t, "-quiet", "-token", "tok", "-extension-group", "from-flag", "-catalogue", path, "-queue", "my-queue", "-extension", "4711")
	for service, want := range map[string]string{
		"App.Sip_Extgroup.GetExtgroupInfo": `"name":"from-file","status":1041},{"id":2,"name":"from-flag"`,
		"App.Sip_Queue.GetQueueList":       `"queuename":"my-queue"`,
		"App.Sip_Sipnum.GetSipnumberInfo":  `"result":[{"extnumber":"4711"`,
		"App.Sip_Disnum.getDisnumberInfo":  `"result":[]`,
	} {
		if got := s.post(t, url.Values{"service": {service}, "token": {"tok"}}); !strings.Contains(got, want) {
			t.Errorf("%s: %s", service, got)
		}
	}
	s.end(t)
	for _, args := range [][]string{
		{"-catalogue", path + ".not"}, {"-queue", ""}, {"-queue", "a", "-queue", "a"}, {"-extension-group", "from-file", "-catalogue", path},
	} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%v were accepted", args)
		}
	}
}
