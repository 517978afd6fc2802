package gitenv

import (
	"slices"
	"testing"
)

func TestOnlyWhatNamesARepositoryIsLeftOut(t *testing.T) {
	for setting, want := range map[string]bool{
		"GIT_DIR": false, "GIT_WORK_TREE": false, "GIT_INDEX_FILE": false, "GIT_OBJECT_DIRECTORY": false, "GIT_CONFIG_COUNT": false,
		"GIT_SSL_CAINFO": true, "HTTPS_PROXY": true,
	} {
		t.Run(setting, func(t *testing.T) {
			t.Setenv(setting, "/nowhere")
			env, err := Environ(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got := slices.Contains(env, setting+"=/nowhere"); got != want {
				t.Errorf("it is there: %t, want %t", got, want)
			}
		})
	}
}
