//go:build race

package core

// The race detector makes a schedule take several times as long.
const usualSeeds = 300
