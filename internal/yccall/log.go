package yccall

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// logSubsystem names this package's log. Its level can be set by itself, with
// TF_LOG_PROVIDER_YCCALL.
const logSubsystem = "yccall"

func logContext(ctx context.Context) context.Context {
	return tflog.NewSubsystem(ctx, logSubsystem, tflog.WithLevelFromEnv("TF_LOG_PROVIDER", logSubsystem), tflog.WithRootFields())
}

// log writes one line for an attempt: which service, how long, how much, with
// what result. Parameters, bodies and the platform's texts are never logged.
func (x *exchange) log(took time.Duration, received int, failure *Error) {
	fields := map[string]any{
		"service":        x.service.short,
		"attempt":        x.attempt,
		"duration_ms":    took.Milliseconds(),
		"bytes_sent":     len(x.body),
		"bytes_received": received,
	}
	if failure == nil {
		tflog.SubsystemDebug(x.ctx, logSubsystem, "Yccall request done", fields)
		return
	}
	kinds := make([]string, len(failure.kinds))
	for i, kind := range failure.kinds {
		kinds[i] = kind.Error()
	}
	fields["failure"] = kinds
	fields["ret"] = failure.Ret
	fields["code"] = failure.Code
	fields["http_status"] = failure.HTTPStatus
	tflog.SubsystemDebug(x.ctx, logSubsystem, "Yccall request failed", fields)
}
