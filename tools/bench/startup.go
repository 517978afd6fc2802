package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/yccall/terraform-provider-yccall/internal/sandbox"
)

// startup is what every command of the CLI pays several times.
type startup struct {
	size int64 // bytes of the program
	// From the start of the process until it listens, and until it has answered GetProviderSchema.
	listens, answers time.Duration
}

// measureStartup starts the provider alone, as the CLI does, and returns the medians.
func measureStartup(ctx context.Context, dir string, runs int) (startup, error) {
	program := filepath.Join(dir, sandbox.ProviderProgram)
	info, err := os.Stat(program)
	if err != nil {
		return startup{}, err
	}
	var listens, answers []float64
	for range 4*runs + 1 {
		once, err := startOnce(ctx, program)
		if err != nil {
			return startup{}, fmt.Errorf("starting the provider alone: %w", err)
		}
		listens = append(listens, once.listens.Seconds())
		answers = append(answers, once.answers.Seconds())
	}
	return startup{size: info.Size(), listens: seconds(median(listens)), answers: seconds(median(answers))}, nil
}

func startOnce(ctx context.Context, program string) (s startup, err error) {
	client := plugin.NewClient(&plugin.ClientConfig{
		Cmd: exec.CommandContext(ctx, program),
		// The cookie is the one that all providers share, so that nobody starts one by mistake.
		HandshakeConfig: plugin.HandshakeConfig{
			MagicCookieKey: "TF_PLUGIN_MAGIC_COOKIE", MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		},
		VersionedPlugins: map[int]plugin.PluginSet{6: {"provider": grpcOnly{}}},
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		Logger:           hclog.NewNullLogger(),
	})
	defer client.Kill()
	begin := time.Now()
	if _, err := client.Start(); err != nil {
		return s, err
	}
	s.listens = time.Since(begin)
	protocol, err := client.Client()
	if err != nil {
		return s, err
	}
	connection, err := protocol.Dispense("provider")
	if err != nil {
		return s, err
	}
	// The first request of every command of the CLI. It has no arguments, and what it returns is not looked at.
	err = connection.(*grpc.ClientConn).Invoke(ctx, "/tfplugin6.Provider/GetProviderSchema", &emptypb.Empty{}, &emptypb.Empty{},
		grpc.MaxCallRecvMsgSize(64<<20))
	s.answers = time.Since(begin)
	return s, err
}

// grpcOnly hands out the connection to the provider itself.
type grpcOnly struct{ plugin.NetRPCUnsupportedPlugin }

func (grpcOnly) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error { return nil }

func (grpcOnly) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, connection *grpc.ClientConn) (any, error) {
	return connection, nil
}
