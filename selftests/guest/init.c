// SPDX-License-Identifier: GPL-2.0
/*
 * init - PID 1 of the test guest: mounts the usual file systems and runs what the host asks for.
 * It is a service in a guest that boots from a disk, and leaves the system as it is.
 *
 * The console (hvc0) stays free text for the kernel and for people. The host talks on the second
 * vty (hvc1), in raw mode, in frames of
 *
 *	byte 0		0xd5
 *	byte 1		type, see below
 *	bytes 2-3	id of the command, chosen by the host, big endian
 *	bytes 4-5	length of the payload, big endian, at most FRAME_MAX
 *	bytes 6-	payload
 *
 * from the host, with the payload
 *
 *	'R' run		a command for /bin/sh -c, started in a process group of its own, with
 *			/dev/null as stdin
 *	'S' signal	one byte: sent to the command's process group
 *	'P' power off	none
 *	'H' hail	none; answered by a hello, once the timers of all CPUs run again in a guest
 *			that was started from a saved state
 *
 * and from the guest
 *
 *	'H' hello	protocol version in ASCII; sent when commands are accepted
 *	'O' output	what the command wrote on stdout
 *	'E' error	what it wrote on stderr
 *	'X' exited	two bytes: 'e' and the exit status, or 's' and the signal; frees the id
 *	'N' no		a sentence: this frame could not be obeyed; frees the id of an 'R'
 *
 * Commands run at the same time. 'X' is sent when the shell has ended and everything written until
 * then has been passed on. Later output of a process that it left behind in the background is lost,
 * so that nothing can delay an 'X'. A byte that cannot start a frame is skipped.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define PROTOCOL	"2"
#define FRAME_START	0xd5
#define FRAME_HEADER	6
#define FRAME_MAX	32768
#define OUTPUT_MAX	4096	/* of one 'O' or 'E' frame, so that commands take turns */
#define COMMANDS_MAX	64
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

struct command {
	pid_t pid;		/* 0: this slot is free */
	uint16_t id;
	int out[2];		/* read ends of stdout and stderr, -1 once at end of file */
};

static struct command commands[COMMANDS_MAX];
static const char stream_type[2] = { 'O', 'E' };
static int control = -1;

static const struct {
	const char *type;
	const char *target;
} mounts[] = {
	{ "proc", "/proc" },
	{ "sysfs", "/sys" },
	{ "devtmpfs", "/dev" },
	{ "debugfs", "/sys/kernel/debug" },
	{ "tracefs", "/sys/kernel/tracing" },
	{ "tmpfs", "/tmp" },
	{ "tmpfs", "/run" },
	{ "tmpfs", "/var/lock" },
	{ "tmpfs", "/var/log" },
};

static void die(const char *what)
{
	fprintf(stderr, "init: %s: %m\n", what);
	sync();
	reboot(RB_POWER_OFF);
	_exit(1);
}

/* A missing file system is reported, and no error: a kernel of one's own may lack tracefs. */
static void mount_all(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(mounts); i++) {
		mkdir(mounts[i].target, 0755);
		if (mount(mounts[i].type, mounts[i].target, mounts[i].type, 0, NULL))
			fprintf(stderr, "init: mount %s: %m\n", mounts[i].target);
	}
}

static void use_console(void)
{
	int fd = open("/dev/hvc0", O_RDWR | O_NOCTTY);

	if (fd < 0)
		return;
	dup2(fd, STDIN_FILENO);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

/* Every name of busybox, where a shell looks for it. */
static void install_busybox(void)
{
	pid_t pid = fork();

	if (!pid) {
		execl("/bin/busybox", "busybox", "--install", "-s", (char *)NULL);
		_exit(127);
	}
	if (pid > 0)
		waitpid(pid, NULL, 0);
}

static void open_control(void)
{
	struct termios raw;

	control = open("/dev/hvc1", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (control < 0)
		die("/dev/hvc1");
	if (tcgetattr(control, &raw))
		die("tcgetattr");
	cfmakeraw(&raw);
	if (tcsetattr(control, TCSAFLUSH, &raw))
		die("tcsetattr");
}

static void write_all(const void *data, size_t len)
{
	const char *at = data;
	ssize_t n;

	while (len) {
		n = write(control, at, len);
		if (n < 0 && errno != EINTR)
			die("write to the host");
		if (n > 0) {
			at += n;
			len -= n;
		}
	}
}

/* One write() per frame: @len is at most OUTPUT_MAX. */
static void send_frame(char type, uint16_t id, const void *payload, size_t len)
{
	unsigned char frame[FRAME_HEADER + OUTPUT_MAX] = {
		FRAME_START, type, id >> 8, id & 0xff, len >> 8, len & 0xff
	};

	memcpy(frame + FRAME_HEADER, payload, len);
	write_all(frame, FRAME_HEADER + len);
}

static void send_hello(void)
{
	send_frame('H', 0, PROTOCOL, strlen(PROTOCOL));
}

static void send_no(uint16_t id, const char *why)
{
	send_frame('N', id, why, strlen(why));
}

static struct command *find_id(uint16_t id)
{
	int i;

	for (i = 0; i < COMMANDS_MAX; i++)
		if (commands[i].pid && commands[i].id == id)
			return &commands[i];
	return NULL;
}

static struct command *find_pid(pid_t pid)
{
	int i;

	for (i = 0; i < COMMANDS_MAX; i++)
		if (commands[i].pid == pid)
			return &commands[i];
	return NULL;
}

static void run_child(const char *text, int out, int err)
{
	sigset_t none;
	int null = open("/dev/null", O_RDONLY);

	setpgid(0, 0);
	dup2(null, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execl("/bin/sh", "sh", "-c", text, (char *)NULL);
	_exit(127);
}

static int start_command(struct command *cmd, uint16_t id, const char *text)
{
	int out[2], err[2];
	pid_t pid;

	if (pipe2(out, O_CLOEXEC))
		return -1;
	if (pipe2(err, O_CLOEXEC))
		goto close_out;
	pid = fork();
	if (pid < 0)
		goto close_err;
	if (!pid)
		run_child(text, out[1], err[1]);
	setpgid(pid, pid);
	close(out[1]);
	close(err[1]);
	*cmd = (struct command){ .pid = pid, .id = id, .out = { out[0], err[0] } };
	return 0;

close_err:
	close(err[0]);
	close(err[1]);
close_out:
	close(out[0]);
	close(out[1]);
	return -1;
}

static void do_run(uint16_t id, const char *text)
{
	struct command *cmd = find_pid(0);

	if (find_id(id))
		return send_no(id, "this id is in use");
	if (!cmd)
		return send_no(id, "too many commands at once");
	printf("# [%u] %s\n", id, text);
	fflush(stdout);
	if (start_command(cmd, id, text))
		send_no(id, strerror(errno));
}

static void do_signal(uint16_t id, const unsigned char *payload, size_t len)
{
	struct command *cmd = find_id(id);

	/* A command that ended while the signal was on its way is no error. */
	if (cmd && len == 1)
		kill(-cmd->pid, payload[0]);
}

static void do_power_off(void)
{
	sync();
	reboot(RB_POWER_OFF);
	die("power off");
}

/*
 * QEMU before 8.2 saves no decrementer, and a CPU whose decrementer stands still gets no timer
 * interrupt. The kernel sets it anew for a timer that has to expire before all others.
 */
static void restart_timers(void)
{
	const struct timespec expired = { .tv_nsec = 1 };
	cpu_set_t set;
	int cpu;

	for (cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		CPU_ZERO(&set);
		CPU_SET(cpu, &set);
		/* A CPU that is not there has no timer. */
		if (!sched_setaffinity(0, sizeof(set), &set))
			clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &expired, NULL);
	}
}

/* By a child, as affinity is inherited and commands shall run on CPUs that come later, too. */
static void do_hail(void)
{
	pid_t pid = fork();

	if (pid < 0)
		die("fork");
	if (!pid) {
		restart_timers();
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	send_hello();
}

static void obey(unsigned char type, uint16_t id, unsigned char *payload, size_t len)
{
	switch (type) {
	case 'R':
		payload[len] = '\0';
		do_run(id, (char *)payload);
		break;
	case 'S':
		do_signal(id, payload, len);
		break;
	case 'P':
		do_power_off();
		break;
	case 'H':
		do_hail();
		break;
	default:
		send_no(id, "unknown frame type");
	}
}

/* Obey the whole frames in @data; returns how much of another is left, moved to the front. */
static size_t take_frames(unsigned char *data, size_t len)
{
	unsigned char saved, *at = data, *end = data + len;
	size_t size;

	while (at < end) {
		if (*at != FRAME_START) {
			at++;
			continue;
		}
		if (end - at < FRAME_HEADER)
			break;
		size = at[4] << 8 | at[5];
		if (size > FRAME_MAX) {
			at++;
			continue;
		}
		if ((size_t)(end - at) < FRAME_HEADER + size)
			break;
		/* obey() ends the payload with a zero, which may be the next frame's first byte. */
		saved = at[FRAME_HEADER + size];
		obey(at[1], at[2] << 8 | at[3], at + FRAME_HEADER, size);
		at[FRAME_HEADER + size] = saved;
		at += FRAME_HEADER + size;
	}
	memmove(data, at, end - at);
	return end - at;
}

static void read_control(void)
{
	static unsigned char buffer[FRAME_HEADER + FRAME_MAX + 1];
	static size_t fill;
	ssize_t n;

	n = read(control, buffer + fill, sizeof(buffer) - 1 - fill);
	if (n < 0 && errno != EINTR && errno != EAGAIN)
		die("read from the host");
	if (n > 0)
		fill = take_frames(buffer, fill + n);
}

/* Pass on up to @most bytes; returns how many, 0 at end of file, which also closes the stream. */
static size_t pass_on(struct command *cmd, int stream, size_t most)
{
	char data[OUTPUT_MAX];
	ssize_t n;

	n = read(cmd->out[stream], data, most < sizeof(data) ? most : sizeof(data));
	if (n > 0) {
		send_frame(stream_type[stream], cmd->id, data, n);
		return n;
	}
	close(cmd->out[stream]);
	cmd->out[stream] = -1;
	return 0;
}

/* Read no more than the pipe holds now: a process in the background may write to it for ever. */
static void drain(struct command *cmd, int stream)
{
	size_t n;
	int left;

	if (cmd->out[stream] < 0 || ioctl(cmd->out[stream], FIONREAD, &left))
		return;
	while (left > 0) {
		n = pass_on(cmd, stream, left);
		if (!n)
			return;
		left -= n;
	}
	close(cmd->out[stream]);
	cmd->out[stream] = -1;
}

static void finish_command(struct command *cmd, int status)
{
	unsigned char how[2] = { 'e', WEXITSTATUS(status) };

	if (WIFSIGNALED(status)) {
		how[0] = 's';
		how[1] = WTERMSIG(status);
	}
	drain(cmd, 0);
	drain(cmd, 1);
	send_frame('X', cmd->id, how, sizeof(how));
	cmd->pid = 0;
}

static void reap(void)
{
	struct command *cmd;
	int status;
	pid_t pid;

	for (;;) {
		pid = waitpid(-1, &status, WNOHANG);
		if (pid <= 0)
			return;
		cmd = find_pid(pid);
		if (cmd)
			finish_command(cmd, status);
	}
}

static int watch_children(void)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		die("signalfd");
	return fd;
}

static void serve(int children)
{
	struct signalfd_siginfo info;
	struct pollfd fds[2 + 2 * COMMANDS_MAX];
	int i;

	for (;;) {
		fds[0] = (struct pollfd){ .fd = control, .events = POLLIN };
		fds[1] = (struct pollfd){ .fd = children, .events = POLLIN };
		for (i = 0; i < 2 * COMMANDS_MAX; i++)
			fds[2 + i] = (struct pollfd){
				.fd = commands[i / 2].pid ? commands[i / 2].out[i % 2] : -1,
				.events = POLLIN,
			};
		if (poll(fds, ARRAY_SIZE(fds), -1) < 0) {
			if (errno == EINTR)
				continue;
			die("poll");
		}
		/* Output first, while the slots are those that were polled. */
		for (i = 0; i < 2 * COMMANDS_MAX; i++)
			if (fds[2 + i].revents)
				pass_on(&commands[i / 2], i % 2, OUTPUT_MAX);
		if (fds[1].revents) {
			while (read(children, &info, sizeof(info)) == sizeof(info))
				;
			reap();
		}
		if (fds[0].revents)
			read_control();
	}
}

static void begin_system(void)
{
	mount_all();
	use_console();
	setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 1);
	setenv("HOME", "/tmp", 1);
	install_busybox();
}

int main(void)
{
	if (getpid() == 1)
		begin_system();
	/* The boot is brief on the console (see guest.py); from here on every pr_info() shows. */
	klogctl(8, NULL, 7);
	open_control();
	send_hello();
	serve(watch_children());
}
