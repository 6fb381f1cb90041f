import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;

/** The case on Operaton, embedded, with its full history. */
class OnOperaton extends Contestant {
    private final ProcessEngine engine;

    OnOperaton(Path folder) throws IOException {
        super(folder);
        var configuration = new StandaloneProcessEngineConfiguration();
        configuration.setJdbcUrl(database());
        configuration.setJdbcDriver("org.postgresql.Driver");
        configuration.setJdbcUsername("caselane");
        configuration.setDatabaseSchemaUpdate("true");
        configuration.setHistory("full");
        configuration.setEnforceHistoryTimeToLive(false);
        configuration.setJobExecutorActivate(false); // its timers are due in years
        engine = configuration.buildProcessEngine();
        engine.getRepositoryService().createDeployment().enableDuplicateFiltering(true).name("lifecycle")
            .addInputStream("lifecycle.bpmn", drawing()).deploy();
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

    public static void main(String[] arguments) throws IOException {
        new OnOperaton(Path.of(arguments[0])).serve();
    }
}
