import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;

/** The case on Operaton, embedded, with its full history. */
class OnOperaton extends Contestant {
    private final ProcessEngine engine;

    OnOperaton(String database, Path drawing) {
        var configuration = new StandaloneProcessEngineConfiguration();
        configuration.setJdbcUrl(database);
        configuration.setJdbcDriver("org.postgresql.Driver");
        configuration.setJdbcUsername("caselane");
        configuration.setDatabaseSchemaUpdate("true");
        configuration.setHistory("full");
        configuration.setEnforceHistoryTimeToLive(false);
        configuration.setJobExecutorActivate(false); // its timers are due in years
        engine = configuration.buildProcessEngine();
        engine.getRepositoryService().createDeployment().enableDuplicateFiltering(true).name("lifecycle")
            .addInputStream("lifecycle.bpmn", stream(drawing)).deploy();
    }

    private static java.io.InputStream stream(Path drawing) {
        try {
            return Files.newInputStream(drawing);
        } catch (java.io.IOException error) {
            throw new java.io.UncheckedIOException(error);
        }
    }

    String open(Map<String, Object> facts) {
        return engine.getRuntimeService().startProcessInstanceByKey(PROCESS, facts).getId();
    }

    void complete(String id, Map<String, Object> values) {
        var tasks = engine.getTaskService();
        tasks.complete(tasks.createTaskQuery().processInstanceId(id).singleResult().getId(), values);
    }

    void reply(String id) {
        engine.getRuntimeService().createMessageCorrelation(REPLY).processInstanceId(id).correlate();
    }

    long closed() {
        return engine.getHistoryService().createHistoricProcessInstanceQuery().finished().count();
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        String database = Files.readString(folder.resolve("database")).trim();
        new OnOperaton(database, folder.resolve("drawing.bpmn")).serve(folder);
    }
}
