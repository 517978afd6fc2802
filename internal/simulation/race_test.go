//go:build race

package simulation

// The race detector makes a schedule take several times as long.
const usualSeeds = 100
