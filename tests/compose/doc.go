// Package compose proves the lab in containers for real: run.sh makes the images and then runs these tests, which need
// a Docker engine and are therefore built with the tag compose only.
package compose
