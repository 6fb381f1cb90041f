import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A contestant on the JVM; the lines that it answers are those of contestant.py.
 *
 * Run with FOLDER, which holds `drawing.bpmn`, `database` (a JDBC address) and `steps`: a line for each
 * step of a case, its name and what is filled in, as `name key=value ...`.
 */
abstract class Contestant {
    static final String PROCESS = "lifecycle";
    static final String REPLY = "customer_reply";
    static final String FAR = "2036-03-02T11:00:00Z";

    private final Path folder;

    Contestant(Path folder) {
        this.folder = folder;
    }

    String database() throws IOException {
        return Files.readString(folder.resolve("database")).trim();
    }

    InputStream drawing() throws IOException {
        return Files.newInputStream(folder.resolve("drawing.bpmn"));
    }

    record Step(String what, Map<String, Object> values) {}

    /** Submits a case and returns its id. */
    abstract String open(Map<String, Object> facts);

    /** Completes the one open task of a case. */
    abstract void complete(String id, Map<String, Object> values);

    abstract void reply(String id);

    abstract long closed();

    static Map<String, Object> facts() {
        return new HashMap<>(Map.of(
            "priority", "P2", "subject", "Printer on fire", "description", "It smokes. ".repeat(20),
            "first_response_due", FAR, "first_response_warning_due", FAR, "blocker_stands", false, "asked", ""));
    }

    private void step(String id, Step step) {
        if (step.what().equals(REPLY)) reply(id);
        else complete(id, step.values());
    }

    void serve() throws IOException {
        List<Step> steps = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("steps"))) steps.add(read(line));
        int middle = steps.size() / 2;
        var lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.trim().split(" ");
            System.out.println(switch (words[0]) {
                case "run" -> run(Integer.parseInt(words[1]), steps);
                case "begin" -> {
                    String id = open(facts());
                    for (Step step : steps.subList(0, middle)) step(id, step);
                    yield "{\"id\": \"" + id + "\"}";
                }
                case "finish" -> {
                    for (Step step : steps.subList(middle, steps.size())) step(words[1], step);
                    yield "{}";
                }
                default -> "{\"closed\": " + closed() + "}";
            });
            System.out.flush();
        }
    }

    private String run(int cases, List<Step> steps) {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        for (int n = 0; n < cases; n++) {
            String id = open(facts());
            for (Step step : steps) step(id, step);
        }
        return "{\"cpu\": " + (system.getProcessCpuTime() - cpu) / 1e9 + "}";
    }

    private static Step read(String line) {
        String[] words = line.split(" ");
        Map<String, Object> values = new HashMap<>(Map.of("outcome", words[0]));
        for (int n = 1; n < words.length; n++) {
            String[] pair = words[n].split("=", 2);
            boolean truth = pair[1].equals("true") || pair[1].equals("false");
            values.put(pair[0], truth ? Boolean.valueOf(pair[1]) : pair[1]);
        }
        return new Step(words[0], values);
    }
}
