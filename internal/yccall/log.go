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
// what outcome. Parameters, bodies and the platform's texts are never logged.
func (x *exchange) log(received int) {
	fields := map[string]any{
		"service":        x.service.short,
		"attempt":        x.attempt,
		"duration_ms":    time.Since(x.started).Milliseconds(),
		"bytes_sent":     len(x.body),
		"bytes_received": received,
	}
	if x.err == nil {
		tflog.SubsystemDebug(x.ctx, logSubsystem, "Yccall request done", fields)
		return
	}
	kinds := make([]string, len(x.err.kinds))
	for i, kind := range x.err.kinds {
		kinds[i] = kind.Error()
	}
	fields["failure"] = kinds
	fields["ret"] = x.err.Ret
	fields["code"] = x.err.Code
	fields["http_status"] = x.err.HTTPStatus
	tflog.SubsystemDebug(x.ctx, logSubsystem, "Yccall request failed", fields)
}
