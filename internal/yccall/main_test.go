package yccall

import (
	"os"
	"testing"
)

// TestMain keeps a log level that the person has set from the tests of what is logged.
func TestMain(m *testing.M) {
	_ = os.Unsetenv("TF_LOG_PROVIDER_YCCALL")
	m.Run()
}
